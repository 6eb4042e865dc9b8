-- Fence.note in one atomic step: the higher text stays; what is no note's text gives way.
local text, memory_millis = ARGV[1], ARGV[2]

local held = redis.pcall('GET', KEYS[1])
if type(held) == 'table' and held.err then
  -- A key of another type is no note; whatever else is wrong is to be told.
  if not string.find(held.err, 'WRONGTYPE', 1, true) then
    return redis.error_reply(held.err)
  end
  held = false
end
local is_note = held and #held <= 1024 and string.find(held, '^' .. string.rep('%d', 12))
if is_note and held >= text then
  text = held
end
redis.call('SET', KEYS[1], text, 'PX', memory_millis)
return 1
