// openstage.js - so much of Open Stage Control's browser as its documentation promises scripts: widgets with
// properties in its advanced syntax, set() and setVar(), send() only from what a finger or a timer began, and
// a queue of what was sent while its server is out of reach, which goes out when it is back.
//
// node openstage.js SESSION.json; then lines on standard input, fields parted by tabs, as touchosc.lua takes
// them, and:
//   offline · online            the line to its server
//   draw NAME                   -> got COUNT, of things drawn
// and on standard output the same as touchosc.lua.

'use strict'
const fs = require('fs'), readline = require('readline'), vm = require('vm')

const session = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
if (session.createdWith !== 'Open Stage Control' || session.type !== 'session') throw Error('no session')

let now = 0, online = true, alone = false, queue = [], contexts = []
const widgets = {}, byAddress = {}, kept = {}, intervals = {}
const say = (...fields) => process.stdout.write(fields.join('\t') + '\n')

function post(line) {
    if (online) say(...line)
    else queue.push(line)
}

function assert(fine, words) {
    if (!fine) throw Error(words)
}

const context = () => contexts[contexts.length - 1]

function argument(value) {
    if (typeof value === 'object' && value !== null) {
        assert(value.type === 's' ? typeof value.value === 'string' : Number.isFinite(value.value),
               JSON.stringify(value))
        return [value.type, value.value]
    }
    return [typeof value === 'string' ? 's' : 'f', value]
}

const sandbox = {
    globals: {screen: {}},
    send(...args) {
        if (!context().send) return
        if (args[0][0] !== '/') args.shift()
        const [address, ...values] = args
        assert(typeof address === 'string' && address[0] === '/', address)
        const made = values.map(argument)
        post(['sent', address, made.map(a => a[0]).join(''), ...made.map(a => a[1])])
    },
    set(id, value, options = {}) {
        assert(widgets[id], 'no widget ' + id)
        setValue(widgets[id], value, {send: context().send && options.send !== false,
                                      sync: options.sync !== false})
    },
    setVar(id, name, value) {
        assert(widgets[id], 'no widget ' + id)
        assert(JSON.stringify(widgets[id].props).includes('VAR{' + name + ','), id + ' has no ' + name)
        widgets[id].variables[name] = value
    },
    storage: {setItem: (k, v) => { kept[k] = v }, getItem: k => kept[k]},
    setInterval(id, callback, delay) {
        intervals[id] = {callback, delay, due: now + delay, options: {send: context().send}}
    },
    console,
    Date: {now: () => now},
}
vm.createContext(sandbox)

function compile(code, names) {
    return vm.compileFunction('"use strict";' + code, names, {parsingContext: sandbox})
}

function run(script, values, options) {
    contexts.push(options)
    try {
        script.apply('this', values)
    } finally {
        contexts.pop()
    }
}

// VAR{name,default} and #{expression}, as far as sessions of ours use them.
function prop(widget, name) {
    let text = widget.props[name]
    if (typeof text !== 'string' || name.startsWith('on')) return text
    assert(!/(@|OSC|JS|IMPORT)\{/.test(text), name)
    const values = []
    text = text.replace(/VAR\{([a-z]+),([^{},]*)\}/g, (_, variable, first) => {
        let value = widget.variables[variable]
        if (value === undefined) {
            try { value = JSON.parse(first) } catch (error) { value = first }
        }
        return 'VAR_' + (values.push(value) - 1) + '_'
    })
    text = text.replace(/#\{([^{}]*)\}/g, (_, code) => compile('return ' + code.replace(
        /VAR_(\d+)_/g, (m, i) => JSON.stringify(values[i])), [])())
    text = text.replace(/VAR_(\d+)_/g, (_, i) => values[i])
    if (name === 'label') return text
    try { return JSON.parse(text) } catch (error) { return text }
}

function sendValue(widget, value) {
    if (prop(widget, 'bypass')) return
    const values = value === null ? [] : Array.isArray(value) ? value : [value]
    post(['sent', widget.props.address, values.map(v => argument(v)[0]).join(''), ...values])
}

function setValue(widget, value, options) {
    const type = widget.props.type
    if (type === 'fader') {
        if (typeof value !== 'number') return
        value = Math.min(Math.max(value, widget.props.range.min), widget.props.range.max)
    }
    if (type === 'xy' && !(Array.isArray(value) && value.length === 2)) return
    if (type === 'text') assert(typeof value === 'string', widget.props.id + ' took ' + typeof value)
    widget.value = value
    if (options.send && type !== 'script' && type !== 'text') {
        sendValue(widget, type === 'button' && widget.props.mode === 'momentary' ? null : value)
    }
    if (options.sync && widget.onValue) run(widget.onValue, [value, widget.props.id, {}], options)
}

function canTouch(widget) {
    if (['text', 'panel', 'script', 'canvas'].includes(widget.props.type)) return false
    if ((prop(widget, 'interaction') ?? true) === 0 || prop(widget, 'interaction') === false) return false
    for (let at = widget; at; at = at.parent) {
        if ((prop(at, 'visible') ?? true) === false) return false
    }
    return true
}

function build(props, parent) {
    const widget = {props, parent, variables: {}, value: props.default ?? ''}
    assert(props.id && !widgets[props.id], 'twice: ' + props.id)
    widgets[props.id] = widget
    if (props.address) (byAddress[props.address] ??= []).push(widget)
    if (props.onPreload) run(compile(props.onPreload, ['locals']), [{}], {send: undefined})
    for (const child of props.widgets ?? []) build(child, widget)
    if (props.onValue) widget.onValue = compile(props.onValue, ['value', 'id', 'locals'])
    if (props.onDraw) widget.onDraw = compile(props.onDraw, ['value', 'ctx', 'width', 'height'])
    if (props.onCreate) run(compile(props.onCreate, ['value', 'locals']), ['', {}], {send: true, sync: true})
}

function draw(widget) {
    let count = 0
    const ctx = new Proxy({}, {
        get: (_, key) => ['fillRect', 'beginPath', 'arc', 'fill', 'fillText'].includes(key) ? (...numbers) => {
            assert(numbers.every(n => typeof n === 'string' || Number.isFinite(n)), String(key))
            count += 1
        } : undefined,
        set: () => true})
    run(widget.onDraw, ['', ctx, 1020, 420], {send: false})
    say('got', count)
}

const words = {
    frame(ms) {
        now = Number(ms)
        for (const timer of Object.values(intervals)) {
            if (timer.due > now) continue
            timer.due = now + timer.delay
            run(timer.callback, [], timer.options)
        }
    },
    osc(path, tags, ...values) {
        if (!online) return
        values = [...(tags ?? '')].map((tag, i) => tag === 's' ? values[i] ?? '' : Number(values[i]))
        // as it does: a single empty text counts as none
        const value = values.length > 1 ? values : values.length === 0 || values[0] === '' ? null : values[0]
        for (const widget of byAddress[path] ?? []) setValue(widget, value, {send: false, sync: true})
    },
    // what another browser on the same server sent: PATH TAGS VALUE ..., to whom its target is the same
    neighbour(path, tags, ...values) {
        const typed = [...(tags ?? '')].map((tag, i) => (
            {type: tag, value: tag === 's' ? values[i] ?? '' : Number(values[i])}))
        for (const widget of byAddress[path] ?? []) {
            if (!alone && JSON.stringify(widget.props.target ?? '') !== '[]') continue
            setValue(widget, typed.length === 1 ? typed[0] : typed.length === 0 ? null : typed,
                     {send: false, sync: true})
        }
    },
    alone() { alone = true },     // targets do not part them: what one sends all take
    touch(name) { finger(name, widget => setValue(widget, prop(widget, 'on') ?? 1, {send: true, sync: true})) },
    slide(name, x, y) {
        finger(name, widget => {
            const range = widget.props.range ?? widget.props.rangeX,
                at = share => range.min + Number(share) * (range.max - range.min)
            setValue(widget, y === undefined ? at(x) : [at(x), at(y)], {send: true, sync: true})
        })
    },
    release() {},
    get(name, key) {
        const widget = widgets[name]
        assert(widget, 'no widget ' + name)
        const value = key === 'text' ? widget.value : key === 'paint' ? prop(widget, 'colorFill') :
            prop(widget, key) ?? widget.variables[key]
        say('got', String(value).replace(/\n/g, ' '))
    },
    offline() { online = false },
    online() {
        online = true
        for (const line of queue.splice(0)) say(...line)
    },
    draw(name) { draw(widgets[name]) },
}

function finger(name, act) {
    assert(widgets[name], 'no widget ' + name)
    if (canTouch(widgets[name])) act(widgets[name])
    else say('missed', name)
}

build(session.content, null)
say('done')
readline.createInterface({input: process.stdin}).on('line', line => {
    const [word, ...fields] = line.split('\t')
    words[word](...fields)
    if (word !== 'osc') say('done')
}).on('close', () => process.exit(0))
