import type { Setting } from './setting.js';
import { settings } from './settings.js';

/** The README's table of settings, in Markdown. */
export function settingsTable(): string {
  const rows = Object.values<Setting<unknown>>(settings).map(rowOf);
  return ['| Variable | Value | Default | What |', '|---|---|---|---|', ...rows].join('\n');
}

function rowOf({ name, type, secret, default: standard, description }: Setting<unknown>): string {
  const variable = secret ? `\`${name}\` or \`${name}_FILE\`` : `\`${name}\``;
  return `| ${variable} | ${type.label} | ${standard ? `\`${standard}\`` : ''} | ${description} |`;
}
