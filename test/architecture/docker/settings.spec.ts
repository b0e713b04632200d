import { settings } from '#libs/platform';
import { compose, composeText, onEngines, variables } from './compose-file.js';

const known = Object.values(settings);
const byName = new Map(known.map((setting) => [setting.name, setting]));
const leftOut = [
  ...(/^# Left out on purpose:([^]*?)\n[^#]/m.exec(composeText)?.[1] ?? '').matchAll(/\b[A-Z][A-Z_]+\b/g),
]
  .map(([name]) => name)
  .filter((name) => name !== 'README');

/** Name of the setting that a variable sets: a secret one may come as `NAME_FILE`. */
function settingOf(variable: string): string | undefined {
  if (byName.has(variable)) return variable;
  const name = variable.replace(/_FILE$/, '');
  return byName.get(name)?.secret === true ? name : undefined;
}

describe.each(onEngines)('the settings of %s in docker-compose.yml', (_name, { environment = {} }) => {
  const set = Object.keys(environment).map(settingOf);

  it('are settings that a service reads', () => {
    expect(Object.keys(environment).filter((variable) => settingOf(variable) === undefined)).toEqual([]);
  });

  it('are all there, or left out on purpose', () => {
    expect(
      known.map(({ name }) => name).filter((name) => !set.includes(name) && !leftOut.includes(name)),
    ).toEqual([]);
  });

  it('hold no secret themselves', () => {
    expect(Object.keys(environment).filter((variable) => byName.get(variable)?.secret === true)).toEqual([]);
  });
});

describe('what docker-compose.yml leaves out on purpose', () => {
  it('is a setting that it does not set', () => {
    const set = onEngines.flatMap(([, { environment = {} }]) => Object.keys(environment).map(settingOf));
    expect(leftOut.length).toBeGreaterThan(0);
    expect(leftOut.filter((name) => !byName.has(name) || set.includes(name))).toEqual([]);
  });
});

describe('what whoever starts compose may set', () => {
  it('has the default of the setting when it is not set', () => {
    const own = variables.filter(([name]) => name !== 'API_PORT');
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(([name, standard]) => (byName.get(name)?.default ?? '') !== standard)).toEqual([]);
  });

  it('reaches the setting of the same name', () => {
    const passedOn = [...composeText.matchAll(/^ +(\w+): \$\{(\w+):-/gm)];
    expect(passedOn.length).toBeGreaterThan(0);
    expect(passedOn.filter(([, setting, variable]) => setting !== variable).map(([line]) => line)).toEqual(
      [],
    );
  });
});

describe('the address of the API', () => {
  it('is free to choose on the host alone', () => {
    expect(compose.services['router']?.ports).toEqual(['127.0.0.1:8080:8080']);
    expect(onEngines.map(([, { environment }]) => environment?.['PORT'])).toEqual(onEngines.map(() => 8080));
  });
});
