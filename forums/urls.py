from django.urls import path, register_converter

from forums.refs import RefConverter
from forums.views import circles, desk, drafts, feeds, following, own_posts, reports, search, topics

register_converter(RefConverter, "ref")

app_name = "forums"

urlpatterns = [
    path("circles/", circles.home, name="home"),
    path("circles/name/", circles.persona, name="persona"),
    path("c/<ref:ref>/", circles.circle, name="circle"),
    path("c/<ref:ref>/feed/", feeds.CircleFeed(), name="feed"),
    path("c/<ref:ref>/join/", circles.join_circle, name="join"),
    path("c/<ref:ref>/part/", circles.part_from_circle, name="part"),
    path("c/<ref:ref>/new/", topics.new_topic, name="new_topic"),
    path("c/<ref:ref>/follow/", following.follow_circle, name="follow_circle"),
    path("c/<ref:ref>/draft/", drafts.keep_topic, name="keep_topic"),
    path("t/<ref:ref>/", topics.topic, name="topic"),
    path("t/<ref:ref>/follow/", following.follow_topic, name="follow_topic"),
    path("p/<ref:ref>/", topics.post, name="post"),
    path("p/<ref:ref>/reply/", topics.reply_to, name="reply"),
    path("p/<ref:ref>/change/", own_posts.revise_post, name="revise"),
    path("p/<ref:ref>/withdraw/", own_posts.withdraw_post, name="withdraw"),
    path("p/<ref:ref>/before/", own_posts.revisions, name="revisions"),
    path("p/<ref:ref>/draft/", drafts.keep_answer, name="keep_answer"),
    path("p/<ref:ref>/report/", reports.report_post, name="report"),
    path("search/", search.search, name="search"),
    path("notices/", reports.notices, name="notices"),
    path("notices/<int:pk>/", reports.notice, name="notice"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<ref:ref>/", desk.case, name="case"),
]
