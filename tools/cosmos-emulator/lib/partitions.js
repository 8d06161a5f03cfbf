// Which partition a document belongs to. The package compares only the first component of a key and takes "" and 0 for
// no key at all; here a partition is the JSON of all components.

const valueAt = (doc, path) => path.slice(1).split("/").reduce((value, name) => (value == null ? undefined : value[name]), doc);

const pathsOf = (container) => (container.read().partitionKey || { paths: ["/id"] }).paths;

/** The key of a document, by the paths of its container: JSON, with {} for a component that is missing. */
const keyOf = (doc, paths) => JSON.stringify(paths.map((path) => valueAt(doc, path) ?? {}));

/** The key in a request's header in the same form, or undefined when it names none. */
function requestedKey(req) {
  const header = req.headers["x-ms-documentdb-partitionkey"];
  return header === undefined ? undefined : JSON.stringify(JSON.parse(header));
}

module.exports = { keyOf, pathsOf, requestedKey };
