-- Fence.note in one atomic step: the higher text stays.
local text, memory_millis = ARGV[1], ARGV[2]

local held = redis.call('GET', KEYS[1])
if held and held >= text then
  text = held
end
redis.call('SET', KEYS[1], text, 'PX', memory_millis)
return 1
