from django.urls import path

from ..views import documents_in, privacy
from ..views.refer import files, returning, setting, staff, start, steps, unsent

app_name = "refer"
urlpatterns = [
    path("", start.start, name="start"),
    path("area/", start.area, name="area"),
    path("leave/", start.leave, name="leave"),
    path("form/<slug:code>/", steps.step, name="step"),
    path("check/", steps.check, name="check"),
    path("files/", files.files, name="files"),
    path("in/<slug:slug>/<uuid:pk>/<uuid:file>/", files.file_download, name="file"),
    path("sent/", steps.sent, name="sent"),
    path("save/", returning.save, name="save"),
    path("saved/", returning.saved, name="saved"),
    path("return/", returning.come_back, name="come_back"),
    path("news/", returning.ask_after, name="ask_after"),
    path("code/", returning.code, name="code"),
    path("word/", returning.word, name="word"),
    path("elsewhere/<slug:slug>/", setting.elsewhere, name="elsewhere"),
    path("setting/<slug:slug>/", setting.public_form, name="setting"),
    path("privacy/<slug:slug>/", privacy.privacy, name="privacy"),
    path("privacy/<slug:slug>/<slug:reader>/", privacy.privacy, name="privacy_for"),
    path("mine/", staff.mine, name="mine"),
    path("mine/<slug:slug>/", staff.mine_of, name="mine_of"),
    path("mine/<slug:slug>/document/", documents_in.document, name="document"),
    path("mine/<slug:slug>/new/", staff.begin, name="begin"),
    path("mine/<slug:slug>/<slug:door>/go-on/", unsent.go_on, name="go_on"),
    path("mine/<slug:slug>/<slug:door>/away/", unsent.throw_away, name="throw_away"),
    path("mine/<slug:slug>/<uuid:pk>/", staff.own, name="own"),
]
