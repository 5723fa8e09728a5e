// knead.js - what the tablet does by itself: listens, stays subscribed, beats, and goes grey when it hears
// nothing. It stands in the session's root and runs before any widget is there; STOP and ease do not need
// it: they send by themselves.
//
// Nothing is sent from hear(): Open Stage Control sends only from what a finger or a timer began. Every
// message carries the token of this browser, for many may share one server's address.

var QUIET_MS = 1500,     // so long nothing heard: grey, and nothing but STOP and ease answers
    ASK_MS = 1000,       // between subscriptions while nothing is heard
    PING_MS = 3000,      // renews the subscription, which lasts 10 s
    SETTLE_MS = 1200,    // after a gap the rig refuses motion for a second
    AGAIN_MS = 1000,     // between requests while we steer and do not know the epoch
    SURE_MS = 5000,      // the second step of a reset is offered that long
    ERROR_MS = 6000,     // a refusal is shown that long
    TWICE_MS = 1000,     // the same press so soon again is a slip
    ANSWER_MS = 10000,   // a token or a grant that comes later is not for us
    RATE_HZ = 5,
    PAINT = {ink: '#f2f5f7', dim: '#9fb0bd', raised: '#2c3944', red: '#ff6a5e', amber: '#f2b01e',
             green: '#2e9e5b', blue: '#2f6da8', warn: '#a06a00', bad: '#b3261e'},
    WAITING = ['armed', 'paused', 'releasing']

var token = '', name = '', epoch = 0, live = false, stale = true
var heard = -1e9, asked = -1e9, pinged = 0, wonders = 0, granted = -1e9, sure = 0, refusedUntil = 0
var pairing = -1e9, requested = -1e9
var state = '', mine = false, you = false, rigMode = false, owner = ''
var nonce = 0, beaten = 0, shown = {}, pressed = {}, started = false
var techniques = [], unfit = {}, technique = '', answers = {}, pin = '', due = 0, height = 0, part = 1
var refusal = '', lacks = '', phase = '', stroke = '', place = ''
var heads = {}, hands = {}

function now() { return Date.now() }
function int(value) { return {type: 'i', value: value} }
function float(value) { return {type: 'f', value: value} }
function text(value) { return {type: 's', value: value} }

function own(path) {
    var rest = Array.prototype.slice.call(arguments, 1)
    if (token !== '') rest.push(text(token))
    send.apply(null, [path].concat(rest))
}

// What moves heads carries the epoch: said too late, it is refused.
function command(path) { own(path, float(1), int(epoch)) }

function setText(id, words) {
    if (shown[id + '.text'] === words) return
    shown[id + '.text'] = words
    set(id, words, {send: false, sync: false})
}

function change(id, variable, value) {
    if (shown[id + '.' + variable] === value) return
    shown[id + '.' + variable] = value
    setVar(id, variable, value)
}

function paint(id, which) { change(id, 'paint', PAINT[which]) }
function ink(id, which) { change(id, 'ink', PAINT[which]) }
function reveal(id, visible) { change(id, 'shown', visible) }
function label(id, words) { change(id, 'label', words) }
function allow(id, may) { change(id, 'may', may && live ? 1 : 0) }
function percent(share) { return Math.round(share * 100) + ' %' }

function clock(seconds) {
    seconds = Math.round(seconds)
    return Math.floor(seconds / 60) + ':' + ('0' + seconds % 60).slice(-2)
}

function refresh() {
    stale = false
    var was = mine
    mine = live && (rigMode ? owner !== '' && owner === name : you)
    // by the button at the rig, or after a gap: no grant came with it
    if (mine && !was && now() - granted > AGAIN_MS) epoch = 0
    var steers = mine && (epoch !== 0 || !rigMode)
    TOUCHED.forEach(function(id) { allow(id, mine) })
    KEYS.forEach(function(id) { allow(id, rigMode) })
    allow('arm', steers && state === 'idle' && refusal === '')
    allow('start', steers && state === 'armed')
    allow('pause', state === 'running' || state === 'armed')
    allow('resume', steers && state === 'paused')
    ;['linger', 'skip', 'released'].forEach(function(id) { allow(id, mine && state === 'running') })
    allow('reset', steers && state === 'fault')
    allow('reset_sure', steers && state === 'fault' && sure > 0)
    reveal('reset_sure', sure > 0)
    allow('pair', rigMode && pin.length === 6)
    allow('take', rigMode && token !== '' && !mine && owner !== '' && pin.length === 6)
    allow('show_pin', rigMode)
    allow('request', rigMode && token !== '' && !mine)
    allow('release', rigMode && mine)
    paint('arm', state === 'armed' ? 'green' : 'raised')
    paint('start', state === 'armed' ? 'warn' : state === 'running' ? 'green' : 'raised')
    paint('pause', state === 'paused' ? 'warn' : 'raised')
    for (var i = 0; i < 8; i++) {
        allow('technique_' + i, mine && techniques[i] !== undefined)
        paint('technique_' + i, techniques[i] && techniques[i] === technique ? 'blue' : 'raised')
    }
    setText('owner', !live ? '' : !rigMode ? 'bench: anybody steers' : mine ? 'you steer' :
        owner !== '' ? owner + ' steers' : 'nobody steers')
    ink('owner', mine ? 'ink' : 'amber')
    setText('pairing', !rigMode ? 'A bench needs no pairing.' : token === '' ?
        'Not paired yet: show a PIN, type it in, pair.' : 'Paired; this browser keeps it.')
    setText('note', lacks !== '' ? lacks : unfit[technique] || refusal)
    setText('pin', pin === '' ? 'PIN' : pin)
    if (now() >= refusedUntil) {
        var words = [stroke, place].filter(function(w) { return w && w !== 'none' && w !== 'nowhere' })
        setText('step', (words.join(', ') + (phase && phase !== 'none' ? ' · ' + phase : ''))
            .replace(/_/g, ' '))
        ink('step', 'dim')
    }
    setText('comfort_title', (due > 0 ? 'ASK NOW (' + due + ' s):' : 'Ask:') +
        ' how uncomfortable is it?   0 not at all,   10 as bad as can be')
    ink('comfort_title', due > 0 ? 'amber' : 'ink')
}

// The part that is looked at, and those that are done.
function paintParts() {
    for (var i = 1; i <= PARTS; i++) {
        var done = i < PARTS && ITEMS.slice((i - 1) * ROWS, i * ROWS).every(function(item) {
            return answers[item] && answers[item] !== 'none'
        })
        paint('part_' + i, i === part ? 'blue' : done ? 'green' : 'raised')
    }
}

function hearAnswer(item, answer) {
    answers[item] = answer
    paint(item + '_no', answer === 'no' ? 'green' : 'raised')
    paint(item + '_yes', answer === 'yes' ? 'warn' : 'raised')
    paint(item + '_consent', answer === 'consent' ? 'blue' : 'raised')
    paintParts()
    var given = ITEMS.filter(function(i) { return answers[i] && answers[i] !== 'none' }),
        yes = given.filter(function(i) { return answers[i] === 'yes' })
    setText('answers', given.length + ' of ' + ITEMS.length + ' questions are answered' +
        (yes.length ? ', ' + yes.length + ' with yes' : '') + '.')
}

var plain = {
    '/rig/state': function(word) {
        if (word !== state) {
            pressed = {}
            started = false
            if (word !== 'fault') sure = 0
        }
        state = word
        setText('state', word.toUpperCase())
        ink('state', word === 'fault' ? 'red' : WAITING.indexOf(word) >= 0 ? 'amber' : 'ink')
    },
    '/rig/state/reason': function(words) { setText('reason', words) },
    '/rig/state/step': function(what, where) { stroke = what; place = where },
    '/rig/state/phase': function(word) { phase = word },
    '/rig/remaining': function(seconds) { setText('remaining', clock(seconds)) },
    '/rig/arm/refusal': function(words) { refusal = words },
    '/rig/technique/lacks': function(words) { lacks = words },
    '/rig/technique': function(key) { technique = key },
    '/rig/technique/item': function(index, key, title) {
        techniques[index] = key
        delete unfit[key]
        if (index < 8) label('technique_' + index, title)
    },
    '/rig/technique/unfit': function(index, key, why) { unfit[key] = why },
    '/rig/intensity': function(share) { setText('intensity_text', percent(share)) },
    '/rig/intensity/actual': function(share) { setText('intensity_now', percent(share)) },
    '/rig/speed': function(times) { setText('speed_text', 'x ' + times.toFixed(2)) },
    '/rig/duration': function(seconds) { setText('duration_text', Math.round(seconds / 60) + ' min') },
    '/rig/client/height': function(metres) { height = metres; setText('height_text', metres.toFixed(2) + ' m') },
    '/rig/client/placed': function(placed) {
        paint('placed_yes', placed >= 0.5 ? 'green' : 'raised')
        paint('placed_no', placed < 0.5 ? 'warn' : 'raised')
    },
    '/rig/comfort': function(number) {
        for (var i = 0; i <= 10; i++) {
            paint('comfort_' + i, i !== number ? 'raised' : i >= 6 ? 'bad' : i >= 4 ? 'warn' : 'green')
        }
    },
    '/rig/comfort/due': function(seconds) { due = Math.round(seconds) },
    '/rig/focus/xy': function(x, y) {
        setText('xy_words', (x < 0.33 ? 'toward the head' : x > 0.67 ? 'toward the feet' :
            'in the middle') + ', ' + (y < 0.4 ? 'more on the left side' :
            y > 0.6 ? 'more on the right side' : 'both sides alike'))
    },
    '/rig/owner': function(who) { owner = who },
    '/rig/owner/you': function(number) { you = number >= 0.5 },
    '/rig/hb/nonce': function(number) { nonce = number; rigMode = number !== 0 },
    '/rig/lease/grant': function(number) {
        if (now() - requested > ANSWER_MS) return
        epoch = number
        granted = now()
    },
    '/rig/lease/taking': function(who) {
        if (who !== '') setText('link', who + ' wants to steer: button at the rig')
    },
    '/rig/pair/open': function() { setText('pairing', 'The rig shows a PIN now: type it in, then pair.') },
    '/rig/pair/token': function(secret) {
        if (now() - pairing > ANSWER_MS) return      // somebody else's
        token = secret
        storage.setItem('token', secret)
        pin = ''
        asked = -1e9      // subscribe with it
    },
    '/rig/fault': function(head, code, words) {
        setText('fault', code === 'none' ? 'none' : (head > 0 ? 'head ' + head + ': ' : '') + words)
        ink('fault', code === 'none' ? 'dim' : 'red')
    },
    '/rig/breath': function(share, rateHz) {
        var depth = rateHz > 0 ? (1 - Math.cos(share * 2 * Math.PI)) / 2 : 0
        change('breath_bar', 'wide', Math.round((1 + depth * (BREATH - 1)) * 10) / 10)
        setText('breath_text', rateHz > 0 ? Math.round(rateHz * 60) + ' a minute' : 'not surely felt')
    },
    '/rig/info': function(product, version, serial, api, count) {
        setText('info', product + ' ' + version + ', rig ' + serial + ', ' + count + ' heads')
    },
    '/rig/head/item': function(n, region, side, x_m, y_m) {
        heads[n] = heads[n] || {force: 0, target: 0, ceiling: 80}
        heads[n].x_m = x_m
        heads[n].y_m = y_m
    },
    '/rig/error': function(code, path, detail, who, number) {
        setText('error', 'Refused: ' + detail + ' (' + code + ', ' + path + ')')
        if (code === 'stale_epoch' && mine) epoch = number    // for the next press; this one stays refused
        if (path === '/rig/start') started = false
        refusedUntil = now() + ERROR_MS
        setText('step', 'Refused: ' + detail)
        ink('step', 'amber')
    },
    '/rig/pong': function() {},
}

function hearFamily(path, values) {
    var found = path.match(/^\/rig\/head\/(\d+)\/(force|target|ceiling)$/)
    if (found) {
        var head = heads[found[1]] = heads[found[1]] || {force: 0, target: 0, ceiling: 80}
        head[found[2]] = values[0]
        return
    }
    found = path.match(/^\/rig\/hand\/(\d+)$/)
    if (found) {
        hands[found[1]] = values
        return
    }
    found = path.match(/^\/rig\/screening\/([a-z_]+)$/)
    if (found) {
        hearAnswer(found[1], values[0])
        return
    }
    found = path.match(/^\/rig\/region\/([a-z_]+)\/enable$/)
    if (found) {
        paint(found[1] + '_in', values[0] >= 0.5 ? 'green' : 'raised')
        paint(found[1] + '_out', values[0] < 0.5 ? 'warn' : 'raised')
    }
}

function setLive(nowLive) {
    live = nowLive
    reveal('veil', !live)
    setText('link', live ? 'connected' : 'no word from the rig')
    ink('link', live ? 'dim' : 'red')
    if (live) {
        asked = -1e9
        wonders = now() + SETTLE_MS
    } else {
        setText('state', '?')
        epoch = nonce = beaten = sure = 0
        you = mine = false
        pressed = {}
        started = false
    }
    stale = true
}

// types: what the rig sends there. Anything else is another browser's wish, which the server passes round
// before the rig has heard it. A single empty text comes as nothing at all.
function hear(path, types, value) {
    var values = Array.isArray(value) ? value : [value === null && types === 's' ? '' : value]
    for (var i = 0; i < types.length; i++) {
        if (typeof values[i] !== (types[i] === 's' ? 'string' : 'number')) return
    }
    heard = now()
    if (!live) setLive(true)
    if (plain[path]) plain[path].apply(null, values)
    else hearFamily(path, values)
    stale = true
}

// Ten times a second, from a timer that may send.
function turn() {
    var t = now()
    if (live && t - heard > QUIET_MS) setLive(false)
    if ((!live || asked < 0) && t - asked >= ASK_MS) {
        var first = live
        asked = t
        own('/rig/subscribe', int(0), float(RATE_HZ))
        if (first) {
            send('/rig/info')
            send('/rig/head/list')
            send('/rig/technique/list')
        }
    }
    if (live && nonce !== 0 && nonce !== beaten) {
        beaten = nonce
        own('/rig/hb', int(nonce))
    }
    if (live && t - pinged >= PING_MS) {
        pinged = t
        send('/rig/ping', int(Math.floor(t / 1000) % 1000000))
    }
    if (live && mine && rigMode && epoch === 0 && t >= wonders) {
        wonders = t + AGAIN_MS
        requested = t
        own('/rig/lease/request', text(name))     // ours already: it tells the epoch
    }
    if (sure && t > sure) sure = 0, stale = true
    if (refusedUntil && t > refusedUntil) refusedUntil = 0, stale = true
    if (stale) refresh()
}

var commands = {arm: '/rig/arm', start: '/rig/start', pause: '/rig/pause', resume: '/rig/resume',
                skip: '/rig/skip', linger: '/rig/linger', released: '/rig/released',
                reset_sure: '/rig/fault/reset'}

var presses = {
    reset: function() { sure = now() + SURE_MS },
    // as it is shown: a fader that stands right already sends nothing by itself
    height_right: function() { if (height) own('/rig/client/height', float(height)) },
    show_pin: function() { send('/rig/pair') },
    pair: function() { pairing = now(); send('/rig/pair', text(pin), text(name)) },
    request: function() { requested = now(); own('/rig/lease/request', text(name)) },
    release: function() { own('/rig/lease/release') },
    take: function() { requested = now(); own('/rig/lease/take', text(pin)); pin = '' },
    key_back: function() { pin = pin.slice(0, -1) },
}

function showPage(which) {
    PAGES.forEach(function(page) {
        reveal('of_' + page, page === which)
        paint('page_' + page, page === which ? 'blue' : 'raised')
    })
}

function showPart(which) {
    part = which
    for (var i = 1; i <= PARTS; i++) reveal('of_before_' + i, i === part)
    paintParts()
}

function press(id) {
    var t = now(), word = id.split('_')
    if (word[0] === 'page') return showPage(word[1])
    if (word[0] === 'part') return showPart(Number(word[1]))
    if (!live || t - heard > QUIET_MS || shown[id + '.may'] !== 1) return     // old: not sent, not kept
    stale = true
    if (word[0] === 'key' && id !== 'key_back') {
        if (pin.length < 6) pin += word[1]
        return
    }
    if (word[0] === 'technique') {
        own('/rig/technique', text(techniques[Number(word[1])]))
        return
    }
    if (id !== 'key_back' && pressed[id] && t - pressed[id] < TWICE_MS) return
    pressed[id] = t
    if (id === 'start') {
        if (started) return     // once, until the state has moved or it was refused
        started = true
    }
    if (commands[id]) command(commands[id])
    else if (presses[id]) presses[id]()
    if (id === 'reset_sure') sure = 0
}

// A fader, a pad, a button that says always the same.
function say(path, types, value) {
    if (!live || now() - heard > QUIET_MS) return
    var values = Array.isArray(value) ? value : [value]
    own.apply(null, [path].concat(values.map(function(v, i) { return {type: types[i], value: v} })))
}

function draw(ctx, width, height) {
    var scale = width / MAP.w
    function at(x_m, y_m) {
        return [(x_m - MAP.from_m) / (MAP.to_m - MAP.from_m) * width,
                height / 2 - y_m * MAP.px_m * height / MAP.h]
    }
    ctx.globalAlpha = 1
    ctx.textAlign = 'center'
    ctx.textBaseline = 'middle'
    ctx.fillStyle = '#3a3531'
    FIGURE.forEach(function(rect) {
        ctx.fillRect(rect[0] * scale, rect[1] * height / MAP.h, rect[2] * scale, rect[3] * height / MAP.h)
    })
    Object.keys(hands).forEach(function(k) {
        var hand = hands[k]
        if (!(hand[2] > 0)) return
        var p = at(hand[0], hand[1])
        ctx.fillStyle = '#f2b01e'
        ctx.beginPath()
        ctx.arc(p[0], p[1], 38 * scale, 0, 2 * Math.PI)
        ctx.fill()
    })
    Object.keys(heads).forEach(function(n) {
        var head = heads[n]
        if (head.x_m === undefined) return
        var p = at(head.x_m, head.y_m),
            share = head.ceiling > 0 ? Math.min(head.force / head.ceiling, 1) : 0
        ctx.fillStyle = 'rgb(' + [0.17 + 0.66 * share, 0.22 + 0.12 * share, 0.27 - 0.15 * share]
            .map(function(part) { return Math.round(part * 255) }).join(',') + ')'
        ctx.fillRect(p[0] - 29 * scale, p[1] - 29 * scale, 58 * scale, 58 * scale)
        ctx.fillStyle = PAINT.ink
        ctx.font = Math.round(26 * scale) + 'px sans-serif'
        ctx.fillText(head.force.toFixed(0), p[0], p[1] - 12 * scale)
        ctx.fillStyle = PAINT.dim
        ctx.font = Math.round(20 * scale) + 'px sans-serif'
        ctx.fillText(head.target.toFixed(0), p[0], p[1] + 15 * scale)
    })
}

function begin() {
    token = storage.getItem('token') || ''
    name = storage.getItem('name') || ''
    if (name === '') {
        name = 'tablet ' + (100 + Math.floor(Math.random() * 900))
        storage.setItem('name', name)
    }
    setText('pin_words', 'The PIN stands at the rig. Your name there: ' + name)
    showPage('session')
    showPart(1)
    setLive(false)
    refresh()
}

globals.knead = {hear: hear, turn: turn, press: press, say: say, draw: draw, begin: begin}
