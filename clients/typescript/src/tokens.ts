import type { Tokens } from './index.js';

/** Where the tokens of whoever is signed in are kept. */
export interface TokenStore {
  /** The tokens as they are now; null when nobody is signed in. */
  read(): Tokens | null;
  /** Keeps the tokens of a sign-in or a refresh; null forgets them. */
  write(tokens: Tokens | null): void;
}

/** Keeps tokens in `localStorage`, which all tabs of a site see, or in memory where there is none. */
export const storedTokens = (key = 'focusflow-tokens', storage: Storage | undefined = globalThis.localStorage): TokenStore => {
  let kept: string | null = null;
  return {
    read: () => {
      const text = storage ? storage.getItem(key) : kept;
      return text ? JSON.parse(text) as Tokens : null;
    },
    write: tokens => {
      const text = tokens && JSON.stringify({ access_token: tokens.access_token, refresh_token: tokens.refresh_token });
      if (!storage) kept = text;
      else if (text) storage.setItem(key, text);
      else storage.removeItem(key);
    },
  };
};
