import ts from 'typescript'

// Compiles programs as `tsc -p FILE` would: node compile.ts FILE… prints an array with what there is to say of each. One process reads the
// compiler's own libraries once, which takes longer than most programs.

const libraries = new Map<string, ts.SourceFile | undefined>()
const isLibrary = /[/\\]typescript[/\\]lib[/\\]lib\.[^/\\]*\.d\.ts$/

function compile(file: string): string {
  const found: ts.Diagnostic[] = []
  const config = ts.getParsedCommandLineOfConfigFile(
    file,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (error) => found.push(error) },
  )
  if (config !== undefined) {
    const { options, fileNames, errors } = config
    found.push(...errors, ...ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options, makeHost(options))))
  }
  return ts.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: ts.sys.getCurrentDirectory,
    getNewLine: () => '\n',
  })
}

// A library is the same in each way to resolve imports, for it has none.
function makeHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const getSourceFile: ts.CompilerHost['getSourceFile'] = (name, ...rest) => {
    if (!isLibrary.test(name)) return host.getSourceFile(name, ...rest)
    if (!libraries.has(name)) libraries.set(name, host.getSourceFile(name, ...rest))
    return libraries.get(name)
  }
  return { ...host, getSourceFile }
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(compile)))
