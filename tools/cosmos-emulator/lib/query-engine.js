// Corrections to the package's SQL engine: text compares by code point, CONTAINS can ignore case, and pages continue
// after the last document given (the package compares _rid values that do not grow, and so repeats and skips documents).
const { loadEngine } = require("./package");

const helpers = loadEngine("helpers");
const functions = loadEngine("builtin-functions");

const RANKS = ["undefined", "null", "boolean", "number", "string", "array", "object"];
const typeOf = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

function compareValues(a, b) {
  const types = RANKS.indexOf(typeOf(a)) - RANKS.indexOf(typeOf(b));
  if (types !== 0) return types;
  if (typeof a === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a === b ? 0 : a < b ? -1 : 1;
}

const valueAt = (row, path) => path.reduce((value, name) => (value == null ? undefined : value[name]), row);

/** Orders rows by [path, descending] pairs, then by _rid. */
const compareRows = (orders, getRid) => (a, b) => {
  for (const [path, descending] of orders) {
    const difference = compareValues(valueAt(a, path), valueAt(b, path));
    if (difference !== 0) return descending ? -difference : difference;
  }
  return compareValues(getRid(a), getRid(b));
};

const compareWithPackage = helpers.compare;
helpers.compare = (operator, a, b) => {
  if (typeof a !== "string" || typeof b !== "string") return compareWithPackage(operator, a, b);
  return compareWithPackage(operator, compareValues(a, b), 0);
};

helpers.sort = (rows, getRid, compositeIndexes, ...orders) => {
  if (orders.length > 1) throw new Error("The order by query does not have a corresponding composite index that it can be served from.");
  // What lacks the property is left out of an order by it.
  const ordered = orders.length ? rows.filter((row) => valueAt(row, orders[0][0]) !== undefined) : [...rows];
  return ordered.sort(compareRows(orders, getRid));
};

helpers.paginate = (results, maxItemCount, continuation, getRid, ...orders) => {
  let rest = results;
  if (continuation) {
    const isAfter = ([, row]) => {
      for (const [i, [path, descending]] of orders.entries()) {
        const difference = compareValues(valueAt(row, path), continuation.values[i]);
        if (difference !== 0) return descending ? difference < 0 : difference > 0;
      }
      return compareValues(getRid(row), continuation.rid) > 0;
    };
    const start = results.findIndex(isAfter);
    rest = start < 0 ? [] : results.slice(start);
  }

  const page = maxItemCount > 0 ? rest.slice(0, maxItemCount) : rest;
  const last = page.length < rest.length ? page[page.length - 1][1] : undefined;
  return {
    result: helpers.stripUndefined(page.map(([projected]) => projected)),
    continuation: last && { rid: getRid(last), values: orders.map(([path]) => valueAt(last, path)) },
  };
};

functions.CONTAINS = (text, part, ignoreCase = false) => {
  if (typeof text !== "string" || typeof part !== "string") return undefined;
  return ignoreCase ? text.toLowerCase().includes(part.toLowerCase()) : text.includes(part);
};

module.exports = { compareValues };
