from lcdash.ui import frame

say = frame.open_page("map")
frame.close_page(say)
