import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Tenants } from '../../../packages/platform/src/tenants/tenants.ts'
import { TenantsError } from '../../../packages/platform/src/tenants/tenants-error.ts'
import { loadTenantsFile } from '../../../packages/platform/src/tenants/tenants-file.ts'
import { mutatedJson } from '../mutate.ts'
import { mistakes, secrets, writeKeys } from '../settings-folder.ts'
import { keeping, type Target } from '../target.ts'

const file = {
  platform: { key_id: 'PUB_KEY_ID_0000000000000000000000000001', private_key_file: 'platform.pem', notify_retry: [15, 30] },
  merchants: [
    {
      mchid: '1900000001',
      serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
      public_key_file: 'merchant_pub.pem',
      apiv3_key_file: 'apiv3.key',
      brands: ['1004'],
      rate_limit_per_second: 5,
    },
  ],
  brands: [
    { brand_id: '1004', name: 'Demo', appids: ['wxea9c30890f48d5ae'], keys: [{ serial_no: 'AB', public_key_file: 'merchant_pub.pem' }] },
  ],
}

/** The platform's tenants file. */
export const tenants: Target = {
  name: 'tenants',
  inputs: mutatedJson([file, { merchants: [], brands: file.brands }], mistakes),
  open: (folder) => {
    writeKeys(folder)
    const path = join(folder, 'tenants.json')
    return async (input) => {
      writeFileSync(path, input)
      await keeping({ errors: [TenantsError], secrets }, () => new Tenants(loadTenantsFile(path)))
    }
  },
}
