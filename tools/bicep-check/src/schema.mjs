// Reads the lists in types/: one file for each resource type, one line for each property that a template may set.
//   properties.locations[].locationName: string          an item of an array
//   properties.storageAccounts.*.type: 'A' | 'B'         a value of a map
//   properties.policy<Continuous>.tier: string           only when the object's discriminator says Continuous
import fs from 'node:fs'
import path from 'node:path'

/** The shape of a value: what it may be, and the shapes of what is in it. */
class Shape {
  spec = 'object'
  required = false
  properties = new Map()
  variants = new Map()
  item = null
  any = null

  property(name) { return entry(this.properties, name) }
  variant(name) { return entry(this.variants, name) }
}

function entry(map, name) {
  if (!map.has(name)) map.set(name, new Shape())
  return map.get(name)
}

export const shapeOf = spec => Object.assign(new Shape(), { spec })

/** All lists of a folder: type in lower case -> { version, shape }. */
export function loadSchemas(folder) {
  const schemas = new Map()
  for (const file of fs.readdirSync(folder).filter(name => name.endsWith('.txt'))) {
    const [type, version] = file.slice(0, -'.txt'.length).split('@')
    schemas.set(type.replaceAll('_', '/').toLowerCase(), { version, shape: read(path.join(folder, file)) })
  }
  return schemas
}

function read(file) {
  const root = new Shape()
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const parts = line.match(/^(\S+)( \(required\))?: (.*)$/)
    if (parts) Object.assign(find(root, parts[1]), { required: !!parts[2], spec: parts[3] })
  }
  return root
}

function find(root, propertyPath) {
  let shape = root
  for (const step of propertyPath.match(/<[^>]*>|\[\]|odata\.type|[^.<[]+/g)) {
    if (step === '[]') shape = shape.item ??= new Shape()
    else if (step === '*') shape = shape.any ??= new Shape()
    else if (step.startsWith('<')) shape = shape.variant(step.slice(1, -1))
    else shape = shape.property(step)
  }
  return shape
}

/** The property whose value says which variant an object is: each variant allows exactly its own name there. */
export function discriminatorOf(shape) {
  for (const [name, variant] of shape.variants)
    for (const [key, property] of variant.properties) if (property.spec === `'${name}'`) return key
  return null
}

/** What a value may be: its kind, the closed set of strings if there is one, and for arrays the spec of an item. */
export function expectation(spec) {
  if (spec.endsWith('[]')) return { kind: 'array', item: spec.slice(0, -2) }
  if (/^(object|map of)\b/.test(spec)) return { kind: 'object', item: spec.match(/^map of (.*)$/)?.[1] }
  if (spec === 'int' || spec === 'bool') return { kind: spec }
  const allowed = [...spec.matchAll(/'([^']*)'/g)].map(match => match[1])
  return { kind: 'string', allowed: /\bstring\b/.test(spec.replace(/'[^']*'/g, '')) ? null : allowed }
}
