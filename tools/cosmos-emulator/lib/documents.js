// Corrections to the documents of a container: quoted etags, a number for every change (the change feed's order) and
// expiry by the container's defaultTtl and the document's ttl.
const { load } = require("./package");
const { keyOf } = require("./partitions");
require("./clock");

const Documents = load("account/documents").default;
const Items = load("account/items").default;

load("utils/get-partition-from-header").parsePartitionKey = (header) => JSON.stringify(JSON.parse(header));

Documents.prototype._getPartition = function getPartition(doc) {
  return keyOf(doc, this._partitionKeyPath);
};

Documents.prototype._set = function set(doc) {
  doc._etag = `"${doc._etag}"`;
  this.lastChange = (this.lastChange || 0) + 1;
  changesOf(this).set(doc._rid, { number: this.lastChange, at: Date.now() });
  return Items.prototype._set.call(this, doc);
};

/** Removes what has expired. */
Documents.prototype.purge = function purge() {
  const { defaultTtl } = this._parent.read();
  if (defaultTtl === undefined || defaultTtl === null) return;
  for (const doc of this.all()) {
    const seconds = doc.ttl ?? defaultTtl;
    if (seconds > 0 && Date.now() - changesOf(this).get(doc._rid).at >= seconds * 1000) {
      this.delete(doc.id, this._getPartition(doc));
    }
  }
};

/** All documents, or those of a partition. */
Documents.prototype.all = function all(partition) {
  const docs = [...this._data.values()].map((item) => item.read());
  return partition === undefined ? docs : docs.filter((doc) => this._getPartition(doc) === partition);
};

/** The documents changed after a change number, in the order of their last change, each with its number. */
Documents.prototype.changedAfter = function changedAfter(number, partition, isWanted = () => true) {
  return this.all(partition)
    .filter((doc) => isWanted(this._getPartition(doc)))
    .map((doc) => ({ number: changesOf(this).get(doc._rid).number, doc }))
    .filter((change) => change.number > number)
    .sort((a, b) => a.number - b.number);
};

/** Does something completely or not at all: when it answers false, everything is as before. */
Documents.prototype.transact = function transact(work) {
  const before = [new Map(this._data), new Map(this._index), new Map(changesOf(this)), this.lastChange];
  if (!work()) [this._data, this._index, this.changes, this.lastChange] = before;
};

function changesOf(documents) {
  documents.changes ||= new Map();
  return documents.changes;
}
