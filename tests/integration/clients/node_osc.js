/* node_osc.js HOST PORT - npm node-osc: its client sends from one socket and its server hears on another */
"use strict";
const { Client, Server } = require("node-osc");
const { begin } = require("./relay.js");

const client = new Client(process.argv[2], Number(process.argv[3]));
const server = new Server(0, "127.0.0.1", () => hear("ready", [server.port]));
const hear = begin((path, values) => client.send(path, ...values));

server.on("message", ([path, ...values]) => hear(path, values));
server.on("bundle", (bundle) => {
	for (const [path, ...values] of bundle.elements) {
		hear(path, values);
	}
});
