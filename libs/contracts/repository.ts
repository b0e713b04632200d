const maxLength = 500;
const withScheme =
  /^(?:https?|ssh|git|git\+ssh|ssh\+git|git\+https):\/\/(?:[^/]*@)?([^/:@]+)(?::\d*)?\/([^?#]+)/;
const likeScp = /^(?:[^/@:]+@)?([^/@:]+):(.+)$/;
const bare = /^([^/@:]+)\/(.+)$/;
const hostName = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/;
const pathSegment = /^[^\s\\:?#@\p{Cc}]+$/u;

/**
 * The form in which repositories are compared: `host/owner/name` in lower case, without scheme, user, port, `.git` and
 * trailing slash. Takes what Buildkite shows (`git@host:owner/name.git`, `https://…`, `ssh://git@host:22/…`, `git://…`;
 * Buildkite docs: REST API › Pipelines) and its own result; groups inside groups (`host/group/sub/name`) stay.
 * Undefined for what names no repository on a host: a path, a lone name, other schemes.
 */
export function normalizeRepository(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  const [, host, path] =
    (address.includes('://') ? withScheme : likeScp).exec(address) ?? bare.exec(address) ?? [];
  if (host === undefined || path === undefined || !hostName.test(host)) return undefined;
  const segments = path
    .replace(/(?:\.git|\/)+$/, '')
    .split('/')
    .filter((segment) => segment !== '');
  if (segments.length < 2 || !segments.every(namesSomething)) return undefined;
  const repository = [host, ...segments].join('/');
  return repository.length <= maxLength ? repository : undefined;
}

function namesSomething(segment: string): boolean {
  return segment !== '.' && segment !== '..' && pathSegment.test(segment);
}
