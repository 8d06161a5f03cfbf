// A Cosmos DB emulator for tests and development without Docker. Usage:
//   node server.js [--port 8081] [--stop-with-parent]
// Port 0 takes a free one; the address is printed once the server listens. With --stop-with-parent the server ends when
// its standard input closes, that is, when the process that started it is gone.
const { parseArgs } = require("node:util");
const { startServer } = require("./lib/start");

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8081" },
    "stop-with-parent": { type: "boolean", default: false },
  },
});

if (values["stop-with-parent"]) {
  process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();
}

startServer(Number(values.port)).then((server) => {
  console.log(`Cosmos DB emulator on https://127.0.0.1:${server.address().port}/`);
});
