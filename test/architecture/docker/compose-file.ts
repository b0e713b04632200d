import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { textOf } from './repository.js';

/** What the checks look at in a service of docker-compose.yml. */
export interface ComposeService {
  readonly image: string;
  readonly build?: object;
  readonly profiles: readonly string[];
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly restart?: string;
  readonly init?: boolean;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly mem_limit?: string;
  readonly stop_grace_period?: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly secrets?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly configs: Readonly<Record<string, { readonly file: string }>>;
}

/** docker-compose.yml as it is written. */
export const composeText = textOf('docker-compose.yml');

/** Variables of whoever starts compose, with the value that stands without them: `${NAME:-value}`. */
export const variables: readonly (readonly [name: string, standard: string])[] = [
  ...composeText.matchAll(/\$\{(\w+):-([^}]*)\}/g),
].map(([, name = '', standard = '']) => [name, standard]);

/** docker-compose.yml as it reads in an empty environment. */
export const compose = load(composeText.replace(/\$\{\w+:-([^}]*)\}/g, '$1'), {
  schema: CORE_SCHEMA.withTags(mergeTag),
}) as ComposeFile;

/** Services by name. */
export const services = Object.entries(compose.services);

/** Those that run our image. */
export const ours = services.filter(([, { build }]) => build !== undefined);

/** Those of our image that read the settings of the separate services. */
export const onEngines = ours.filter(([name]) => name !== 'demo');

/** Services that run to their end: others wait for that. */
export const oneShots: ReadonlySet<string> = new Set(
  services.flatMap(([, { depends_on = {} }]) =>
    Object.entries(depends_on)
      .filter(([, { condition }]) => condition === 'service_completed_successfully')
      .map(([name]) => name),
  ),
);
