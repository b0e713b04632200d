const ADMINISTRATORS = '$admins';
/** What the server grants on user streams by itself: everything to everybody. KurrentDB docs: User authorization. */
const USUAL = { $r: '$all', $w: '$all', $mr: '$all' };

type Settings = Readonly<Record<string, unknown>>;

/**
 * The store's `$settings` in which nobody but administrators deletes user streams or writes their metadata, with which
 * they could be truncated. Whatever else they say stays.
 * @param settings as they are; undefined when there are none
 * @returns undefined when they say so already
 */
export function protectiveSettings(settings: Settings | undefined): Settings | undefined {
  const current = settings?.['$userStreamAcl'];
  const acl: Settings = typeof current === 'object' && current !== null ? { ...current } : {};
  if (isAdministrators(acl['$d']) && isAdministrators(acl['$mw'])) {
    return undefined;
  }
  return { ...settings, $userStreamAcl: { ...USUAL, ...acl, $d: ADMINISTRATORS, $mw: ADMINISTRATORS } };
}

/** A role or a list of roles. */
function isAdministrators(roles: unknown): boolean {
  return (
    roles === ADMINISTRATORS || (Array.isArray(roles) && roles.length === 1 && roles[0] === ADMINISTRATORS)
  );
}
