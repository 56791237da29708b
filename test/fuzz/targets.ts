import type { Target } from './target.ts'
import { authorization } from './targets/authorization.ts'
import { connections } from './targets/connections.ts'
import { contentCoding } from './targets/content-coding.ts'
import { credential } from './targets/credential.ts'
import { csv } from './targets/csv.ts'
import { databaseUrl } from './targets/database-url.ts'
import { image } from './targets/image.ts'
import { jsonBody } from './targets/json-body.ts'
import { multipart } from './targets/multipart.ts'
import { note } from './targets/note.ts'
import { notification } from './targets/notification.ts'
import { pemFile } from './targets/pem.ts'
import { snapshot } from './targets/snapshot.ts'
import { targetAndHeaders } from './targets/target-and-headers.ts'
import { tenants } from './targets/tenants.ts'
import { tile } from './targets/tile.ts'
import { xlsx } from './targets/xlsx.ts'

/** Everything that reads what comes from outside. */
export const targets: readonly Target[] = [
  authorization,
  targetAndHeaders,
  jsonBody,
  multipart,
  image,
  contentCoding,
  notification,
  csv,
  xlsx,
  pemFile,
  credential,
  connections,
  tenants,
  databaseUrl,
  snapshot,
  note,
  tile,
]
