// Reading the documents of a container in order: all of them, or (with A-IM) those changed since an etag.
const { replaceHandler } = require("./package");
const { findContainer } = require("./answers");
const { requestedKey } = require("./partitions");
const { requestedRange } = require("./ranges");

const DEFAULT_PAGE = 100;

replaceHandler("read-documents", (account, req, res, params) => {
  const container = findContainer(account, res, params);
  if (!container) return { message: "Owner resource does not exist" };
  return req.headers["a-im"] ? readChanges(container, req, res) : page(container, res, container.documents.all(requestedKey(req)));
});

function readChanges(container, req, res) {
  // The package would put an etag of its own on any answer to a request with this header.
  delete req.headers["a-im"];
  const since = startOf(container, req.headers["if-none-match"]);
  const size = Number(req.headers["x-ms-max-item-count"] || -1);
  const changes = container.documents.changedAfter(since, requestedKey(req), requestedRange(req)).slice(0, size > 0 ? size : DEFAULT_PAGE);
  res.setHeader("etag", `"${changes.length ? changes[changes.length - 1].number : since}"`);
  if (changes.length) return page(container, res, changes.map(({ number, doc }) => ({ ...doc, _lsn: number })));
  res.setHeader("x-ms-item-count", "0");
  res.statusCode = 304;
  return undefined;
}

function startOf(container, etag) {
  if (etag === undefined) return 0;
  return etag === "*" ? container.documents.lastChange || 0 : Number.parseInt(etag.replaceAll('"', ""), 10);
}

function page(container, res, docs) {
  res.setHeader("x-ms-item-count", String(docs.length));
  return { _rid: container.read()._rid, Documents: docs, _count: docs.length };
}
