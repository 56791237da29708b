import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConnectionsError } from '../../../packages/desk/src/domain/connections-error.ts'
import { readConnections } from '../../../packages/desk/src/domain/connections-file.ts'
import { mutatedJson } from '../mutate.ts'
import { credentialFields, mistakes, secrets, writeKeys } from '../settings-folder.ts'
import { keeping, type Target } from '../target.ts'

const entries = [
  { name: 'main', ...credentialFields, brands: ['1004'], per_second: 5 },
  { name: 'rehearsal', credential_file: 'credential.json', sandbox: true, sandbox_token_file: 'apiv3.key' },
]

/** The desk's connections file. */
export const connections: Target = {
  name: 'connections',
  inputs: mutatedJson([entries, [entries[0]]], [...mistakes, 'main', 'https://api.mch.weixin.qq.com']),
  open: (folder) => {
    writeKeys(folder)
    writeFileSync(join(folder, 'credential.json'), JSON.stringify({ ...credentialFields, base_url: 'http://127.0.0.1:8081' }))
    const path = join(folder, 'connections.json')
    return async (input) => {
      writeFileSync(path, input)
      await keeping({ errors: [ConnectionsError], secrets }, async () => {
        await using _ = await readConnections(path, { take: async () => undefined }, { clock: Date.now })
      })
    }
  },
}
