import { Injectable } from '@nestjs/common';

/** One request that the API got; the token by its label, never by its value. */
export interface LoggedRequest {
  /** The stand-in's time of arrival, RFC 3339. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Decoded, `name=value` joined by `&`. */
  readonly query: string;
  readonly token: string | null;
  /** The e-mail address of the user whose limit it shares; null without a token that is known. */
  readonly user: string | null;
  /** The slug of the organization whose limit it counts for; null without a token that is known. */
  readonly organization: string | null;
  /** Null while it is being answered, and for ever when the connection broke. */
  readonly status: number | null;
}

const KEPT = 20_000;

/** The last requests that the API got, and how many there were in all. */
@Injectable()
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private counted = 0;

  /** Notes a request that has come; gives what `end` needs. */
  begin(request: Omit<LoggedRequest, 'status'>): LoggedRequest {
    const entry: LoggedRequest = { ...request, status: null };
    this.counted += 1;
    this.entries.push(entry);
    if (this.entries.length >= 2 * KEPT) this.entries = this.entries.slice(-KEPT);
    return entry;
  }

  /** Notes how a request was answered. */
  end(entry: LoggedRequest, status: number): void {
    const position = this.entries.lastIndexOf(entry);
    if (position >= 0) this.entries[position] = { ...entry, status };
  }

  /** The newest requests in order of arrival, at least the last 20,000. */
  list(): readonly LoggedRequest[] {
    return this.entries;
  }

  get total(): number {
    return this.counted;
  }

  reset(): void {
    this.entries = [];
    this.counted = 0;
  }
}
