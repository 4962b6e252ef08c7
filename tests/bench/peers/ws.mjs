// ws: what is posted goes to all, what a client says comes back to it.
import https from "node:https";
import http from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, certificate, key, port, publisherPort] = process.argv.slice(2);
const { WebSocketServer } = createRequire(modules + "/")("ws");
const server = https.createServer({ cert: readFileSync(certificate), key: readFileSync(key), minVersion: "TLSv1.3" });
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on("connection", (socket) => {
  socket.on("message", (message) => socket.send(message, { binary: false }));
  socket.on("error", () => socket.terminate());
});
const publisher = http.createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const message = Buffer.concat(pieces);
    for (const socket of sockets.clients) socket.send(message, { binary: false });
    response.end();
  });
});
publisher.keepAliveTimeout = 0;
publisher.listen(Number(publisherPort), "127.0.0.1", () => server.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 }));
