import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CardMember } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { CredentialError } from '@card-member/sdk/protocol'
import { mutatedJson } from '../mutate.ts'
import { credentialFields, mistakes, secrets, writeKeys } from '../settings-folder.ts'
import { keeping, type Target } from '../target.ts'

/** A credential file. */
export const credential: Target = {
  name: 'credential',
  inputs: mutatedJson([credentialFields], mistakes),
  open: (folder) => {
    writeKeys(folder)
    const path = join(folder, 'credential.json')
    return async (input) => {
      writeFileSync(path, input)
      await keeping({ errors: [CredentialError], secrets }, async () => new CardMember(await readCredential(path)))
    }
  },
}
