// Reaches into @vercel/cosmosdb-server, whose parts are not exported.
const { dirname, join } = require("node:path");

const root = dirname(require.resolve("@vercel/cosmosdb-server/package.json"));

/** A module of the package, such as "account/documents". */
const load = (name) => require(join(root, "lib", name));

/** A module of the package's SQL engine. */
const loadEngine = (name) => require(join(dirname(require.resolve("@zeit/cosmosdb-query/package.json", { paths: [root] })), "lib", name));

/** Puts our handler in the place of the package's. */
function replaceHandler(name, handler) {
  load(`handler/${name}`).default = handler;
}

module.exports = { load, loadEngine, replaceHandler };
