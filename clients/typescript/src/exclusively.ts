const queues = new Map<string, Promise<unknown>>();

/** Does something while nobody else of the same name does, in any tab; where there are no locks, in this one. */
export const exclusively = <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (locks) return locks.request(name, work) as Promise<Result>;
  const mine = (queues.get(name) ?? Promise.resolve()).then(work, work);
  queues.set(name, mine);
  return mine;
};
