/* osc_udp.js HOST PORT - npm osc over UDP */
"use strict";
const osc = require("osc");
const { begin } = require("./relay.js");

const port = new osc.UDPPort({
	localAddress: "127.0.0.1", localPort: 0,
	remoteAddress: process.argv[2], remotePort: Number(process.argv[3]),
});
const hear = begin((address, args) => port.send({ address, args }));

port.on("message", ({ address, args }) => hear(address, args));
port.on("ready", () => hear("ready", []));
port.on("error", (error) => { throw error; });
port.open();
