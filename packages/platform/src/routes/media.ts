import { withHead } from '@card-member/service'
import type { FastifyInstance } from 'fastify'
import type { ImageStore } from '../store/images.ts'

const path = '/media'
const contentTypes: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', bmp: 'image/bmp' }

/** Serves uploaded images; their names are made of their content, so they never change. */
export function serveMedia(app: FastifyInstance, images: ImageStore): void {
  app.get<{ Params: { name: string } }>(`${path}/:name`, withHead, async ({ params: { name } }, reply) => {
    const [, extension = ''] = /^[0-9a-f]{64}\.(png|jpg|bmp)$/.exec(name) ?? []
    const contentType = contentTypes[extension]
    const image = contentType === undefined ? undefined : await images.get(name)
    if (contentType === undefined || image === undefined) return reply.code(404).send()
    return reply
      .headers({ 'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
      .send(image)
  })
}

/** Where the images of a platform begin. */
export function mediaPrefix(origin: string): string {
  return `${origin}${path}/`
}
