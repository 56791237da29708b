import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { blocksOf } from './guide-page.ts'
import { followTwice } from './guide-twice.ts'

// What a start is like is tested where the README is followed.
const commands = 'preloaded'

// One of the three rows of its example is damaged, as the guide says.
followTwice(['docs/desk-operators.md'], { commands, ends: { 'npx card-member batch run': 3 } })

followTwice(['docs/desk-administrators.md'], {
  commands,
  also: {
    'lists the invitation, which is stopped, so that the next reader can make one': async (reader) => {
      const place = '--database sqlite:data/demo/desk.db --as chen'
      const { data }: { data: { invitation_id: string; name: string; state: string }[] } = JSON.parse(
        await reader.run(`npx card-member desk staff invitations --json ${place}`),
      )
      const open = data.filter(({ state }) => state === 'open' || state === 'waiting')
      expect(open).toMatchObject([{ name: 'sun' }])
      await reader.run(`npx card-member desk staff stop-invitation ${open[0]?.invitation_id} ${place}`)
    },
    'gives an outsider a program that finds a change': async (reader) => {
      const lines = readFileSync(join(reader.folder, 'data/demo/audit.jsonl'), 'utf8')
      const changed = lines.replace('"action":"batch.prepare"', '"action":"batch.request_check"')
      expect(changed).not.toBe(lines)
      writeFileSync(join(reader.folder, 'changed.jsonl'), changed)
      const printed = await reader.run('npx node verify-audit.mjs changed.jsonl data/demo/desk_pub.pem', 1)
      expect(printed).toMatch(/^1004, event \d+: changed\n$/)
    },
    'shows a connections file that a desk takes': async (reader) => {
      const shown = blocksOf('docs/desk-administrators.md').find(({ code }) => code.includes('credential_file'))
      const demo = (name: string) => join(reader.folder, 'data/demo', name)
      // A rehearsal has a platform of its own; here nothing listens there.
      const credential: object = JSON.parse(readFileSync(demo('credential.json'), 'utf8'))
      writeFileSync(demo('rehearsal-credential.json'), JSON.stringify({ ...credential, base_url: 'http://127.0.0.1:9' }))
      writeFileSync(demo('guide.json'), shown?.code ?? '')
      await reader.run('npx card-member batch list --database sqlite:data/demo/desk.db --connections data/demo/guide.json --as wang')
    },
  },
})
