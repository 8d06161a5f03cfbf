const queues = new Map<string, Promise<unknown>>();

/**
 * Does something while nobody else of the same name does, in any tab; where there are no locks, in this one.
 * @param work Is told whether it had to wait for another.
 */
export const exclusively = async <Result>(name: string, work: (waited: boolean) => Promise<Result>): Promise<Result> => {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (locks) {
    const atOnce = await locks.request(name, { ifAvailable: true }, async lock => lock && { result: await work(false) });
    return atOnce ? atOnce.result : await locks.request(name, () => work(true)) as Result;
  }

  const alone = () => work(false); // what is written in one tab is seen there at once
  const mine = (queues.get(name) ?? Promise.resolve()).then(alone, alone);
  queues.set(name, mine);
  return mine;
};
