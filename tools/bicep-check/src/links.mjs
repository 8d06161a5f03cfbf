// What one file asks of another: module parameters and outputs, imports, and the parameters of a parameter file.
import fs from 'node:fs'
import path from 'node:path'
import { isName, keyAndValue, literal, properties, property, search } from './syntax.mjs'
import { declarationsOf } from './declarations.mjs'
import { checkValue } from './values.mjs'
import { shapeOf } from './schema.mjs'

export function checkLinks({ file, root, declarations, using }, report) {
  for (const declaration of declarations) {
    if (declaration.kind === 'import') checkImport(declaration, report)
    if (declaration.kind === 'module') checkModule(declaration, file, report)
  }
  checkOutputs(root, declarations, file, report)
  if (using) checkParameterFile(using, file, root, declarations, report)
}

function checkImport({ from, original, nameNode }, report) {
  if (!fs.existsSync(from)) return report(nameNode, `file '${from}' does not exist`)
  if (!declarationsOf(from).declarations.some(({ name, exported }) => name === original && exported))
    report(nameNode, `'${original}' is not exported by ${path.basename(from)}`)
}

function checkModule({ name, node, target, body }, file, report) {
  const wanted = parametersOf(target, file)
  if (!wanted) return report(node, `module ${name}: '${target}' does not exist`)
  const given = body && property(body, 'params')
  const entries = given?.type === 'object' ? properties(given).map(keyAndValue) : []
  checkParameters(entries, wanted, `module ${name}`, node, report)
}

function checkParameterFile(using, file, root, declarations, report) {
  const wanted = parametersOf(using, file)
  if (!wanted) return report(root, `'${using}' does not exist`)
  const entries = declarations.filter(({ kind }) => kind === 'variable')
    .map(({ name, nameNode, value }) => ({ key: name, keyNode: nameNode, value }))
  checkParameters(entries, wanted, path.basename(using), root, report)
}

function checkParameters(given, wanted, where, node, report) {
  for (const { key, keyNode, value } of given) {
    const parameter = wanted.get(key)
    if (!parameter) report(keyNode, `${where} has no parameter '${key}'`)
    else if (value) checkArgument(value, parameter, `${where}: ${key}`, report)
  }
  for (const [name, { value, type }] of wanted)
    if (!value && !type?.text.endsWith('?') && !given.some(({ key }) => key === name)) report(node, `${where} needs parameter '${name}'`)
}

function checkArgument(value, { type, allowed }, where, report) {
  const spec = type?.text.replace(/\?$/, '').replace(/^array$/, 'object[]') ?? ''
  // Items of an untyped array may be anything; named types are not followed.
  if (/^(string|int|bool|object|string\[\]|('[^']*'[\s|]*)+)$/.test(spec)) checkValue(value, shapeOf(spec), where, report)
  const text = literal(value) ?? (value.type === 'number' ? value.text : null)
  const choices = allowed?.map(choice => literal(choice) ?? choice.text)
  if (text !== null && choices && !choices.includes(text)) report(value, `${where} is '${text}', allowed: ${choices.join(', ')}`)
}

function checkOutputs(root, declarations, file, report) {
  const modules = new Map(declarations.filter(({ kind }) => kind === 'module').map(module => [module.name, module]))
  for (const node of search(root, ({ type }) => type === 'member_expression')) {
    const outputs = node.childForFieldName('object'), wanted = node.childForFieldName('property')
    if (outputs?.type !== 'member_expression' || outputs.childForFieldName('property')?.text !== 'outputs') continue
    const owner = outputs.childForFieldName('object'), module = isName(owner) && modules.get(owner.text)
    const declared = module && outputsOf(module.target, file)
    if (declared && !declared.has(wanted.text)) report(wanted, `module ${module.name} has no output '${wanted.text}'`)
  }
}

const parametersOf = (target, from) => declared(target, from, 'parameter')
const outputsOf = (target, from) => declared(target, from, 'output')

function declared(target, from, kind) {
  const file = path.join(path.dirname(from), target ?? '')
  if (!target || !fs.existsSync(file) || !fs.statSync(file).isFile()) return null
  return new Map(declarationsOf(file).declarations.filter(declaration => declaration.kind === kind).map(d => [d.name, d]))
}
