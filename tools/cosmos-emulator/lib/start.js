// Starts the package's server with our corrections in place, plus the few requests that control it in tests.
const { load } = require("./package");
const { control } = require("./control");
const { serveOrLose } = require("./losses");
const { takeRefusal } = require("./refusals");

// The handlers must be replaced before the package's router collects them, which it does when it is loaded.
require("./documents");
require("./query-engine");
require("./item-requests");
require("./query-requests");
require("./change-feed");
require("./batch-requests");

function startServer(port) {
  const server = load("index").createHttpsServer({ keepAlive: true });
  const [serve] = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (req, res) => {
    if (req.url.startsWith("/_emulator/")) control(req, res);
    else if (!takeRefusal(req, res)) serveOrLose(req, res, serve);
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

module.exports = { startServer };
