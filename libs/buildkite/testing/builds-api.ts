import type { Answering } from './api.js';

type Row = Record<string, unknown>;

export interface BuildsListing {
  /** Rows in whatever order; they are listed newest first. */
  readonly rows: () => readonly Row[];
  /** Rows on a page, if not as many as were asked for. */
  readonly perPage?: number;
  /** Pages beyond this one are refused as too deep. */
  readonly deepestPage?: number;
  /** Replies for more rows than this are larger than anybody reads. */
  readonly readableRows?: number;
  /** The `Date` of each reply. */
  readonly date?: () => Date;
}

/** Answers like a builds list: newest first, `created_from` inclusive, `created_to` exclusive, `commit[]`, pages by `Link`. */
export function buildsListing(listing: BuildsListing): Answering {
  const { rows, deepestPage = Infinity, readableRows = Infinity, date = () => new Date() } = listing;
  return ({ path, query }, response) => {
    const page = Number(query.get('page') ?? '1');
    const perPage = listing.perPage ?? Number(query.get('per_page'));
    response.setHeader('Date', date().toUTCString());
    if (page > deepestPage) {
      response.writeHead(400);
      response.end('{"message":"Listing builds this deep is not supported. Please narrow your query."}');
      return;
    }
    if (perPage > readableRows) {
      response.end(Buffer.alloc(11 * 1024 * 1024, ' '));
      return;
    }
    const found = [...rows()]
      .filter((row) => isIn(row, query))
      .sort((a, b) => String(b['created_at']).localeCompare(String(a['created_at'])));
    if (page * perPage < found.length) {
      const next = new URLSearchParams(query);
      next.set('page', String(page + 1));
      const address = `http://${response.req.headers.host}${path}?${next.toString()}`;
      response.setHeader('Link', `<${address}>; rel="next", <${address}>; rel="last"`);
    } else response.setHeader('Link', '');
    response.end(JSON.stringify(found.slice((page - 1) * perPage, page * perPage)));
  };
}

function isIn(row: Row, query: URLSearchParams): boolean {
  const createdAt = String(row['created_at']);
  const commits = query.getAll('commit[]');
  return (
    createdAt >= (query.get('created_from') ?? '') &&
    createdAt < (query.get('created_to') ?? '~') &&
    (commits.length === 0 || commits.includes(String(row['commit'])))
  );
}
