import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { generateSync } from 'otplib'
import { expect } from 'vitest'
import { packedOnce } from '../../../test/packed.ts'
import { systemProgram } from '../../../test/system-program.ts'
import { systemPrograms } from '../../../test/system-programs.ts'
import { makeKeys } from '../src/keys/make.ts'
import { blocksOf, textOf } from './guide-page.ts'
import { followTwice } from './guide-twice.ts'

const folders = ['/opt/card-member', '/usr/local/bin', '/etc/card-member', '/etc/systemd/system', '/var/lib/card-member', '/var/backups']

/** Stands for systemd where the machine of a test has none: runs the commands of the units, without what shields them. */
const systemctl = `#!/usr/bin/env bash
set -u
verb=$1
shift
for unit in "$@"; do
  case $unit in --*) continue ;; esac
  file=machine/etc/systemd/system/$unit.service
  log=$PWD/$unit.log
  case $verb in
    enable | start)
      command=$(sed -n 's/^ExecStart=//p' "$file" | sed -f instead.sed)
      folder=$(sed -n 's/^WorkingDirectory=//p' "$file" | sed -f instead.sed)
      : > "$log"
      (cd "$folder" && exec $command) < /dev/null >> "$log" 2>&1 &
      echo $! > "$unit.pid"
      until grep -q ' ready http' "$log"; do
        kill -0 "$(cat "$unit.pid")" || { cat "$log"; exit 1; }
        sleep 0.1
      done
      ;;
    stop)
      kill "$(cat "$unit.pid")"
      while kill -0 "$(cat "$unit.pid")" 2> /dev/null; do sleep 0.1; done
      ;;
    status) kill -0 "$(cat "$unit.pid")" ;;
  esac
done
`

async function before(folder: string): Promise<void> {
  mkdirSync(join(folder, 'dist'))
  for (const tarball of Object.values(await packedOnce())) copyFileSync(tarball, join(folder, 'dist', basename(tarball)))
  const [bin, config] = ['usr/local/bin', 'etc/card-member'].map((name) => join(folder, 'machine', name))
  if (bin === undefined || config === undefined) throw new Error('two names make two paths')
  for (const path of [bin, config]) mkdirSync(path, { recursive: true })
  // Nothing of the machine that runs the test is changed.
  for (const name of ['useradd', 'chown', 'chgrp']) writeFileSync(join(bin, name), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(join(bin, 'systemctl'), systemctl, { mode: 0o755 })
  // What the reader has from WeChat Pay.
  const { public_key, serial_no } = await makeKeys()
  writeFileSync(join(config, 'pub_key.pem'), public_key)
  const credential = {
    mchid: '1900000001',
    serial_no,
    private_key_file: 'apiclient_key.pem',
    wechatpay_public_key_id: 'PUB_KEY_ID_0119000000012026071400000000000001',
    wechatpay_public_key_file: 'pub_key.pem',
    apiv3_key_file: 'apiv3.key',
  }
  writeFileSync(join(config, 'credential.json'), JSON.stringify(credential))
}

// Where npm finds its registry is a matter of the machine. What the tests of packages have fetched is not fetched again.
// biome-ignore lint/style/noProcessEnv: it is handed through as it is
const ofNpm = Object.entries(process.env).flatMap(([name, value = '']) =>
  /^npm_config_|_proxy$|^NODE_EXTRA_CA_CERTS$|^SSL_CERT/i.test(name) ? [[name, value] as const] : [],
)
// An audit asks the registry about each of them, and changes nothing.
const npm = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false', npm_config_loglevel: 'error' }
const env = { ...Object.fromEntries(ofNpm), ...npm }

followTwice(['docs/install.md'], {
  env,
  ports: ['8080', '8090'],
  folders,
  before,
  also: {
    'names every package that is made, and no other': ({ folder }) => {
      const made = readdirSync(join(folder, 'dist')).map((name) => `dist/${name}\n`)
      const shown = blocksOf('docs/install.md').filter(({ code }) => code === 'ls dist/*.tgz\n')
      expect(shown.map(({ output }) => output)).toEqual([made.toSorted().join('')])
    },

    'has the command in the path that it installed, not that of the clone': async (reader) => {
      const link = (await reader.run('command -v card-member')).trim()
      expect(link).toBe(join(reader.folder, 'machine/usr/local/bin/card-member'))
      expect(realpathSync(link)).toContain('/machine/opt/card-member/releases/')
    },

    'serves what was backed up after the way back': async (reader) => {
      const printed = await reader.run('curl -sS --fail-with-body http://127.0.0.1:8080/readyz http://127.0.0.1:8090/readyz')
      expect(printed.match(/"status":"ok"/g)).toHaveLength(2)
    },

    'takes a batch file in by the command that it installed': async (reader) => {
      const place = '--database sqlite:/var/lib/card-member/desk/desk.db --connections /etc/card-member/connections.json'
      const name = `author-${Date.now()}`
      writeFileSync(join(reader.folder, 'author.password'), 'correct horse battery')
      const added = await reader.run(`card-member desk staff add ${name} --role author --password-file author.password ${place} --json`)
      const [json = ''] = /^\{.*\}$/m.exec(added) ?? []
      const totp = generateSync({ secret: new URL(JSON.parse(json).otpauth_uri).searchParams.get('secret') ?? '' })
      writeFileSync(join(reader.folder, 'leavers.csv'), `card_id,user_card_code,openid,invalid_reason\np1,${name},o1,用户申请退会\n`)
      const who = `--as=${name} --password-file author.password --totp ${totp}`
      const printed = await reader.run(`card-member batch prepare leavers.csv --brand 1004 ${place} ${who} --json`)
      expect(JSON.parse(/^\{.*\}$/m.exec(printed)?.[0] ?? '')).toMatchObject({ state: 'uploaded' })
    },

    'has units in which systemd finds no fault': async (reader) => {
      const analyze = systemProgram(systemPrograms.systemdAnalyze)
      const command = join(reader.folder, 'machine/usr/local/bin/card-member')
      for (const part of ['platform', 'desk']) {
        const file = join(reader.folder, `card-member-${part}.service`)
        writeFileSync(file, textOf(`deploy/card-member-${part}.service`).replace('/usr/local/bin/card-member', command))
        expect(execFileSync(analyze, ['verify', '--man=no', file], { encoding: 'utf8', stdio: 'pipe' })).toBe('')
      }
    },
  },
})
