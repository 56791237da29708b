import 'reflect-metadata'
import type { WebhookOptions } from '@card-member/sdk/webhook'
import { nestWebhook } from '@card-member/sdk/webhook/nest'
import { Controller, Module, Post, Req, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { Request, Response } from 'express'

/**
 * A NestJS application that receives notifications at /notify. The decorators are called as functions because these sources run
 * as they are; with a compiler write `@Controller('notify') class NotifyController { @Post() receive(@Req() …, @Res() …) }`.
 */
export function createApp(options: WebhookOptions): Promise<NestExpressApplication> {
  const webhook = nestWebhook<Request>(options)
  class NotifyController {
    receive(request: Request, response: Response): Promise<void> {
      return webhook(request, response)
    }
  }
  class AppModule {}
  const { prototype } = NotifyController
  Req()(prototype, 'receive', 0)
  Res()(prototype, 'receive', 1)
  Post()(prototype, 'receive', { value: prototype.receive })
  Controller('notify')(NotifyController)
  Module({ controllers: [NotifyController] })(AppModule)
  return NestFactory.create<NestExpressApplication>(AppModule, { rawBody: true, logger: false })
}
