import type { Request } from 'express';

/** As much of Express 5's router as is needed to know which methods a path has. */
interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods that the path of this request has routes for, upper case and sorted; empty when the path is not known. */
export function allowedMethods(request: Request): readonly string[] {
  const { stack } = request.app.router as unknown as { readonly stack: readonly Layer[] };
  const methods = stack
    .filter((layer) => layer.route !== undefined && layer.match(request.path))
    .flatMap((layer) => Object.keys(layer.route?.methods ?? {}))
    .map((method) => method.toUpperCase());
  const all = new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);
  return [...all].sort();
}
