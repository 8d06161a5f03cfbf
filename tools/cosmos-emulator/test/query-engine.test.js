const assert = require("node:assert");
const { test } = require("node:test");
require("../lib/query-engine");
const { loadEngine } = require("../lib/package");

const parse = loadEngine("index").default;
const docs = (...values) => values.map((n, i) => ({ n, _rid: `r${String(i).padStart(3, "0")}` }));
const run = (sql, rows, options) => parse(sql).exec(rows, options);

test("text sorts by code point", () => {
  const { result } = run('SELECT * FROM c ORDER BY c["n"] ASC', docs("😀", "\uFFFD", "b", "B", "é"));
  assert.deepStrictEqual(result.map((doc) => doc.n), ["B", "b", "é", "\uFFFD", "😀"]);
});

test("types do not compare", () => {
  assert.deepStrictEqual(run("SELECT * FROM c WHERE c.n >= 1", docs("2", 2, true, null)).result.map((doc) => doc.n), [2]);
});

test("CONTAINS can ignore case", () => {
  const rows = docs("Milk", "honey", 5);
  assert.strictEqual(run('SELECT * FROM c WHERE CONTAINS(c.n, "mILK", true)', rows).result.length, 1);
  assert.strictEqual(run('SELECT * FROM c WHERE CONTAINS(c.n, "mILK")', rows).result.length, 0);
});

test("pages give each document once while others come and go", () => {
  const query = parse('SELECT * FROM c ORDER BY c["n"] DESC');
  const rows = docs(5, 3, 3, 3, 1);
  const first = query.exec(rows, { maxItemCount: 2 });
  assert.deepStrictEqual(first.result.map((doc) => doc.n), [5, 3]);

  const changed = [...rows.filter((doc) => doc._rid !== "r002"), { n: 9, _rid: "r000a" }];
  const second = query.exec(changed, { maxItemCount: 2, continuation: JSON.parse(JSON.stringify(first.continuation)) });
  assert.deepStrictEqual(second.result.map((doc) => doc._rid), ["r003", "r004"]);
  assert.strictEqual(second.continuation, undefined);
});
