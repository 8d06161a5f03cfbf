// Lets tests see how a client takes it when the answer of a write gets lost on its way, or everything takes its time.
let loss = { count: 0, delay: 0 };

/** Loses the answers of the next `count` writes, carried out or not, and delays all requests for documents by some milliseconds. */
function lose({ count = 0, carriedOut = true, delay = 0 }) {
  loss = { count, carriedOut, delay };
}

/** Serves a request, unless it is its turn to come to nothing. */
function serveOrLose(req, res, serve) {
  if (!/\/docs(\/|$)/.test(req.url)) return serve(req, res);
  const lost = isWrite(req) && loss.count > 0;
  if (lost) {
    loss.count -= 1;
    if (!loss.carriedOut) return req.socket.destroy();
    res.end = () => req.socket.destroy();
  }
  // What delays a request delays its answer, too: the work is done at the beginning.
  if (loss.delay > 0 && !lost) {
    const end = res.end.bind(res);
    const { delay } = loss;
    res.end = (...rest) => setTimeout(() => end(...rest), delay);
  }
  serve(req, res);
}

function isWrite(req) {
  const isQuery = req.headers["x-ms-documentdb-isquery"] !== undefined || /query/.test(req.headers["content-type"] ?? "");
  return req.method !== "GET" && !isQuery;
}

module.exports = { lose, serveOrLose };
