import { installMissing, type SystemProgram } from './system-program.ts'

const modules = '/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tile.go'

/** The programs that tests need and npm does not bring. */
export const systemPrograms = {
  // The shell is the same browser without its own windows, which cost as much as the pages that are tested.
  chromiumShell: { name: 'chromium-headless-shell', probe: '--version', debian: 'chromium-headless-shell' },
  go: { name: 'go', probe: 'version', debian: 'golang-go golang-golang-x-mod-dev', file: modules },
  nginx: { name: 'nginx', probe: '-v', debian: 'nginx-light' },
  caddy: { name: 'caddy', probe: 'version', debian: 'caddy' },
  systemdAnalyze: { name: 'systemd-analyze', probe: '--version', debian: 'systemd' },
  psql: { name: 'psql', probe: '--version', debian: 'postgresql-client' },
  // Those of npm have no pg_dump.
  postgresql: { name: 'pg_lsclusters', probe: '--help', debian: 'postgresql', file: '/var/lib/dpkg/info/postgresql.list' },
  promtool: { name: 'promtool', probe: '--version', debian: 'prometheus', alone: true },
} satisfies Readonly<Record<string, SystemProgram>>

/** Installs at once what is missing, so that no test waits for it; returns what is missing still, which the tests that need it report. */
export function prepareSystemPrograms(): readonly string[] {
  return installMissing(Object.values(systemPrograms))
}
