import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { antdStyles } from './scripts/antd-styles.ts'
import { operationsModule } from './scripts/operations-module.ts'
import { pageFiles } from './scripts/page-files.ts'

/** The desk that pages talk to in development, when another address is not given. */
const desk = 'http://127.0.0.1:8090'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), operationsModule(), antdStyles(), pageFiles()],
  // The desk writes a fresh nonce in its place with each answer.
  html: { cspNonce: 'CSP-NONCE' },
  build: {
    // The desk serves it from its own package, in a checkout as in an installed one.
    outDir: fileURLToPath(new URL('../desk/console', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // A file that is inlined as `data:` would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      experimental: { lazyBarrel: true },
      // What most pages share is one file: many small ones take longer than the bytes that a page does not need.
      output: {
        // Nearly all functions of a page run as it starts: a browser compiles them beside the main thread, as the file arrives.
        postBanner: '//# allFunctionsCalledOnLoad',
        codeSplitting: {
          groups: [{ name: 'parts', test: /\/console\/src\/(api|parts(?!\/(long-table|qr-code|member-card)))\//, minShareCount: 4 }],
          includeDependenciesRecursively: false,
        },
      },
      // Of the desk's contract only what a page uses, such as the table of roles, is part of it.
      treeshake: { moduleSideEffects: [{ test: /\/packages\/desk\/src\/contract\//, sideEffects: false }] },
    },
  },
  server: { proxy: { '/api': { target: desk, headers: { origin: desk } } } },
})
