import { testKey, type Role } from './api-keys.js';
import type { ServiceAddresses } from './product.js';

/** A reply as a test looks at it. */
export interface Reply<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

export interface RequestOptions {
  readonly role?: Role;
  readonly headers?: Record<string, string>;
  /** Sent as JSON unless it is a string or bytes, which are sent as they are. */
  readonly body?: unknown;
}

/** Speaks to the services as one organization. */
export class Api {
  constructor(
    readonly organization: string,
    private readonly addresses: ServiceAddresses,
  ) {}

  connections<Body>(method: string, path: string, options?: RequestOptions): Promise<Reply<Body>> {
    const base = `/v1/organizations/${this.organization}/integrations/buildkite`;
    return this.request(method, `${this.addresses.connections}${base}${path}`, options);
  }

  deploys<Body>(method: string, path: string, options?: RequestOptions): Promise<Reply<Body>> {
    return this.request(
      method,
      `${this.addresses.deploys}/v1/organizations/${this.organization}${path}`,
      options,
    );
  }

  collection<Body>(method: string, path: string, options?: RequestOptions): Promise<Reply<Body>> {
    const base = `/v1/organizations/${this.organization}/collection`;
    return this.request(method, `${this.addresses.builds}${base}${path}`, options);
  }

  /** Sleuth's own contract. */
  sleuth(path: string, options?: RequestOptions): Promise<Reply<string>> {
    return this.request('POST', `${this.addresses.deploys}/api/1${path}`, options);
  }

  /** Any address of the deploys service. */
  raw<Body>(method: string, path: string, options?: RequestOptions): Promise<Reply<Body>> {
    return this.request(method, `${this.addresses.deploys}${path}`, options);
  }

  private async request<Body>(
    method: string,
    url: string,
    options: RequestOptions = {},
  ): Promise<Reply<Body>> {
    const { role = 'admin', headers = {}, body } = options;
    const isText = typeof body === 'string' || Buffer.isBuffer(body);
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${testKey(this.organization, role)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isText ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
      text,
    };
  }
}
