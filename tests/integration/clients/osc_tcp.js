/* osc_tcp.js HOST PORT [length] - npm osc over TCP, framed by SLIP as is its default, or by length */
"use strict";
const osc = require("osc");
const { begin } = require("./relay.js");

const port = new osc.TCPSocketPort({
	address: process.argv[2], port: Number(process.argv[3]),
	useSLIP: process.argv[4] !== "length",
});
const hear = begin((address, args) => port.send({ address, args }));

port.on("message", ({ address, args }) => hear(address, args));
port.on("ready", () => hear("ready", []));
port.on("close", () => hear("closed", []));
port.on("error", (error) => { throw error; });
port.open();
