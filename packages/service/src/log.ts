import { type DestinationStream, destination, type Logger, pino } from 'pino'

/** A structured logger. */
export type Log = Logger

// A second wall: nothing of the kind is logged on purpose. The names are those of headers, credentials and sealed fields.
const secret = ['authorization', 'headers', 'private_key', 'apiv3_key', 'phone_number', 'user_information', 'password', 'connectionString']

/** Makes a logger that writes JSON lines to standard error; standard output is for what commands print. */
export function makeLog(options: { readonly level?: string; readonly stream?: DestinationStream } = {}): Log {
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      serializers: { error: describeError },
    },
    options.stream ?? destination({ fd: 2, sync: false }),
  )
}

// Databases put the offending row into `detail` and the statement's values into other properties; only these are safe.
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error ? error.code : undefined
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { name: error.name, code, message: error.message, stack: error.stack, ...cause }
}
