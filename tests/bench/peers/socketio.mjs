// Socket.IO on WebSocket alone: what is posted is emitted to all, a vote is answered by its callback.
import https from "node:https";
import http from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, certificate, key, port, publisherPort] = process.argv.slice(2);
const { Server } = createRequire(modules + "/")("socket.io");
const server = https.createServer({ cert: readFileSync(certificate), key: readFileSync(key), minVersion: "TLSv1.3" });
const io = new Server(server, {
  transports: ["websocket"],
  perMessageDeflate: false,
  serveClient: false,
  connectTimeout: 60000,
  pingInterval: 36000000, // whoever is not measured now shall not speak
  pingTimeout: 60000,
});
io.on("connection", (socket) => socket.on("vote", (ballot, answer) => answer("ok")));
const publisher = http.createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    io.emit("ev", JSON.parse(Buffer.concat(pieces).toString()));
    response.end();
  });
});
publisher.keepAliveTimeout = 0;
publisher.listen(Number(publisherPort), "127.0.0.1", () => server.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 }));
