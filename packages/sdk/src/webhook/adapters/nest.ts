import type { WebhookOptions } from '../handle.ts'
import type { TenantOption } from '../request.ts'
import type { IncomingRequest, Parsed } from './incoming.ts'
import { nodeWebhook, type OutgoingResponse } from './node.ts'

/**
 * Receives notifications with NestJS on Express, in a controller: create the application with `rawBody: true`, and call it
 * with `@Req()` and `@Res()`. Without a controller, `app.use('/notify', nestWebhook(…))` before `listen` needs no option at all.
 * On Fastify, register `fastifyWebhook` with `app.getHttpAdapter().getInstance()`.
 *
 * @example
 * const app = await NestFactory.create(AppModule, { rawBody: true })
 *
 * \@Controller('notify')
 * class NotifyController {
 *   readonly #webhook = nestWebhook({ keyring, store, on })
 *   \@Post() receive(@Req() request: Request, @Res() response: Response) { return this.#webhook(request, response) }
 * }
 */
export function nestWebhook<Request extends IncomingRequest & Parsed>(
  options: WebhookOptions & TenantOption<Request>,
): (request: Request, response: OutgoingResponse) => Promise<void> {
  return nodeWebhook(options)
}
