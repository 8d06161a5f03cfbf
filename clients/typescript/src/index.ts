import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.js';
import { exclusively } from './exclusively.js';
import { storedTokens, type TokenStore } from './tokens.js';

export type { components, operations, paths } from './api.js';
export { storedTokens, type TokenStore } from './tokens.js';

/** A schema of the description by its name, such as `Schema<'TaskResource'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What `/auth/login`, `/auth/register` and `/auth/refresh` give. */
export type Tokens = Pick<Schema<'TokenResource'>, 'access_token' | 'refresh_token'>;

/** How a client is made. */
export interface FocusflowOptions {
  /** Where the API is, such as `https://focus.example/api`. */
  baseUrl: string;
  /** Where the tokens are kept; `localStorage` when not given, and memory where there is none. */
  tokens?: TokenStore;
  /** Called when the user must sign in again: the refresh token is no longer good. */
  onSignedOut?: () => void;
  /** What requests are sent with; the global `fetch` when not given. */
  fetch?: (request: Request) => Promise<Response>;
}

/** The API, typed by its description. */
export type Focusflow = Client<paths>;

/**
 * Makes a client that sends the access token and, when that has run out, exchanges the refresh token for a new pair and sends
 * the request again. Clients with the same store, in this tab or another, do so once between them.
 */
export const createFocusflow = (options: FocusflowOptions): Focusflow => {
  const { baseUrl, tokens = storedTokens(), onSignedOut, fetch: send = request => fetch(request) } = options;
  const bare = createClient<paths>({ baseUrl, fetch: send });

  const renew = (used: Tokens): Promise<Tokens | null> => exclusively('focusflow-refresh', async waited => {
    let kept = tokens.read();
    // What another tab has written may arrive a moment after the lock that it has given back.
    for (let looks = 0; waited && looks < 10 && kept?.access_token === used.access_token; looks++) {
      await new Promise(resolve => setTimeout(resolve, 50));
      kept = tokens.read();
    }
    if (kept?.access_token !== used.access_token) return kept; // somebody else was first
    const { data, response } = await bare.POST('/auth/refresh', { body: { refresh_token: used.refresh_token } });
    if (data) {
      tokens.write(data);
      return data;
    }
    if (response.status === 401) {
      tokens.write(null);
      onSignedOut?.();
    }
    return null;
  });

  const signed = (request: Request, pair: Tokens): Promise<Response> => {
    request.headers.set('Authorization', `Bearer ${pair.access_token}`);
    return send(request);
  };

  return createClient<paths>({
    baseUrl,
    fetch: async request => {
      const pair = tokens.read();
      if (!pair || request.headers.has('Authorization')) return send(request);
      const again = request.clone(); // a body can be sent once
      const answer = await signed(request, pair);
      if (answer.status !== 401) return answer;
      const fresh = await renew(pair);
      return fresh ? signed(again, fresh) : answer;
    },
  });
};
