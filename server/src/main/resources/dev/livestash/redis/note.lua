-- Fence.note in one atomic step: the higher text stays; what is no note's text gives way.
local text, memory_millis = ARGV[1], ARGV[2]

local held = redis.call('GET', KEYS[1])
local is_note = held and #held <= 1024 and string.find(held, '^' .. string.rep('%d', 12))
if is_note and held >= text then
  text = held
end
redis.call('SET', KEYS[1], text, 'PX', memory_millis)
return 1
