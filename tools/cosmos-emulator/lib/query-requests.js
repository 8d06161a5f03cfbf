// Queries over documents, restricted to the partition in the header (which the package ignores), and their plans.
const { loadEngine, replaceHandler } = require("./package");
const { badRequest, findContainer, isTrue, readBody } = require("./answers");
const { compareValues } = require("./query-engine");
const { requestedKey } = require("./partitions");

const parse = loadEngine("index").default;
const parsed = new Map();

// The plan that the SDK asks for before it runs a query: one range, nothing rewritten, nothing to merge.
const PLAN = {
  partitionedQueryExecutionInfoVersion: 2,
  queryInfo: {
    distinctType: "None",
    top: null,
    offset: null,
    limit: null,
    orderBy: [],
    orderByExpressions: [],
    groupByExpressions: [],
    groupByAliases: [],
    aggregates: [],
    groupByAliasToAggregateType: {},
    rewrittenQuery: "",
    hasSelectValue: false,
    hasNonStreamingOrderBy: false,
  },
  queryRanges: [{ min: "", max: "FF", isMinInclusive: true, isMaxInclusive: false }],
};

function parseOnce(sql) {
  if (!parsed.has(sql)) {
    if (parsed.size === 500) parsed.clear();
    parsed.set(sql, parse(sql));
  }
  return parsed.get(sql);
}

function parseContinuation(text) {
  if (!text) return null;
  const continuation = JSON.parse(text);
  if (typeof continuation.rid !== "string" || !Array.isArray(continuation.values)) throw new Error("Invalid continuation token");
  return continuation;
}

replaceHandler("query-documents", async (account, req, res, params) => {
  const body = JSON.parse(await readBody(req));
  const container = findContainer(account, res, params);
  if (!container) return { message: "Owner resource does not exist" };
  try {
    const query = parseOnce(body.query);
    if (isTrue(req, "x-ms-cosmos-is-query-plan-request")) return PLAN;

    const docs = container.documents.all(requestedKey(req)).sort((a, b) => compareValues(a._rid, b._rid));
    const page = query.exec(docs, {
      parameters: body.parameters || [],
      maxItemCount: Number(req.headers["x-ms-max-item-count"] || -1),
      continuation: parseContinuation(req.headers["x-ms-continuation"]),
    });
    if (page.continuation) res.setHeader("x-ms-continuation", asciiJson(page.continuation));
    res.setHeader("x-ms-item-count", String(page.result.length));
    return { _rid: container.read()._rid, Documents: page.result, _count: page.result.length };
  } catch (error) {
    return badRequest(res, error.message);
  }
});

// Headers hold ASCII only.
const asciiJson = (value) =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
