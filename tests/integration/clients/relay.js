/*
 * relay.js - what the clients on Node.js share: a test says what to send on stdin, one JSON array a line
 * ([path, value ...]), and what the library heard goes to stdout, likewise. ["beat", on] switches the
 * echo of nonces, which is the client's own. How numbers become OSC types is left to each library.
 */
"use strict";
const readline = require("readline");

exports.begin = function (send) {
	let beating = true;

	readline.createInterface({ input: process.stdin }).on("line", (line) => {
		const [path, ...values] = JSON.parse(line);

		if (path === "beat") {
			beating = values[0];
		} else {
			send(path, values);
		}
	}).on("close", () => process.exit(0));
	return function hear(path, values) {
		if (path === "/rig/hb/nonce" && beating) {
			send("/rig/hb", values);
		}
		process.stdout.write(JSON.stringify([path, ...values]) + "\n");
	};
};
